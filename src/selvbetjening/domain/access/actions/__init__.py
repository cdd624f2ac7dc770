"""Change who may act for a company: one verb in each module, under the company's lock (annex B)."""
