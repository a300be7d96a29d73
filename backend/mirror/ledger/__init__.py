"""What was said, as rows: made from events and made events again (pure), written and read back.

rows goes through the events one by one; facts says which table each goes to; accounts, payments and questions
know what earlier events left; recall is the way back.
"""
