"""Secret values in text: which lines could hold one, what they are, and how sure that is. No judgement: rules decide.

Stands beside `models`: it may import parsing, core and tables, and rules import it.
"""
