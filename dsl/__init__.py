"""The language and the engine: from a process text to decisions, with nothing but Lark and the standard library."""
