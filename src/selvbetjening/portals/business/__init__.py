"""The companies' door: people log in with MitID Erhverv, and every page of a company stands under `/v/<company>/`."""
