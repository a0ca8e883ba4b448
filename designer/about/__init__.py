"""Everything of a process that is neither form, rules nor flow: who starts it, ends, claims, translations, examples."""
