"""The running product: people, storage, HTTP, time and audit, on top of the language and the forms."""
