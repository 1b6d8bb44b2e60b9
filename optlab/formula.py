def formula(step): pass
