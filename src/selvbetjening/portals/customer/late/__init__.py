"""When an invoice is not simply paid: reminders, disputing a line, more time, instalments (CM-06)."""
