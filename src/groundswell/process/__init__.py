"""What happens to everybody each day, in the order in which groundswell.simulate calls it."""
