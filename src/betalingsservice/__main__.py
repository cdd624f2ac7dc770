"""`python -m betalingsservice`."""

from betalingsservice.commands.line import main

raise SystemExit(main())
