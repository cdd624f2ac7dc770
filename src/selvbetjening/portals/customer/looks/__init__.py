"""What the pages look like and speak: the company's colours and logo, the language, and the browser's reports."""
