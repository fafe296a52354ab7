"""What is believed of all uncertain parameters together, before evidence and after it."""
