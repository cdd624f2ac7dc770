"""The customer portal: recipients of an account, on their company's own host, by a mailed link."""
