"""Webhooks after the Standard Webhooks specification: the log of events, delivered to addresses of others.

At least once and in order: a subscription's place in the log moves in the transaction that records a
delivery, so that whoever is killed between the two has one event delivered again, under the same webhook-id.
"""
