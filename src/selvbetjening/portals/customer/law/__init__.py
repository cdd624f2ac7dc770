"""What the law gives: withdrawing, ending a contract as a guest, checking a receipt, and the words before an order."""
