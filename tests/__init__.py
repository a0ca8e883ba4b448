"""Everything Waybill promises, as examples and laws."""
