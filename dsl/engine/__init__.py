"""The rule engine: commands in, events out; pure functions of program, state, command and facts."""
