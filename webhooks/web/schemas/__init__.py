"""marshmallow schemas: the words of the JSON API, one file per resource."""
