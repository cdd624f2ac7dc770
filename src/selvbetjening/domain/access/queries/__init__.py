"""What may be asked about a company's own users (BP-03 to BP-34)."""

from selvbetjening.domain.access.queries.companies import CompanyOf, companies_of, company_with_cvr
from selvbetjening.domain.access.queries.solutions import all_solutions, solutions_of
from selvbetjening.domain.access.queries.standing import helpers, may, standing
from selvbetjening.domain.access.rules.members import Decision, Helper, LiveGrant, Member, Standing

__all__ = [
    "CompanyOf",
    "Decision",
    "Helper",
    "LiveGrant",
    "Member",
    "Standing",
    "all_solutions",
    "companies_of",
    "company_with_cvr",
    "helpers",
    "may",
    "solutions_of",
    "standing",
]
