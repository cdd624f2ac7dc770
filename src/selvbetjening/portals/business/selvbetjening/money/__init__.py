"""A company's money: invoices, payments, credits, repayments, late payment, the books."""
