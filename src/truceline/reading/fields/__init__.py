"""Fields: what fills a claim beside its clause: chain of tellers, parties, arguments."""
