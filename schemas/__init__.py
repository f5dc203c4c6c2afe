"""Schemas and codelists, shipped as data."""
