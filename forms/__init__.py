"""What a person fills in: one definition and one validation for page, API and import."""
