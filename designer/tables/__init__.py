"""Rule tables as a grid: columns from the conditions of the rows, cells, and rows pasted from a spreadsheet."""
