"""Reads 法治政府建设年度报告 into records, a DuckDB store and the pages of a book."""
