"""What people read: a view takes a Ledger and gives text or bytes; no disk, no clock."""
