"""Tags of the business portal's templates."""
