"""Pictures of the main pages for the documents, made by a script."""
