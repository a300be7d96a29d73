"""Papers that people keep: a holder's year, and the books for the producer's accountant.

What a paper says is made of values (see paper); how it is written down is another matter: PDF, CSV, XLSX.
"""
