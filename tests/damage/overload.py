def overload(world):
    pass
