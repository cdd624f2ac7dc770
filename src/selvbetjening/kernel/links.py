"""What a mail program would make a link of, in words that people typed (SEC-62)."""

import re
from typing import Final

#: From the first character that sticks to it: a digit, a line or a letter in front hides nothing. Ends at a blank.
LINK: Final = re.compile(r"(?<![\w+.-])[\w+.-]*(?:://|www\.)\S+", re.IGNORECASE)
