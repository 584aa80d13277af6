from hypothesis import settings

# The time of one example says nothing on a busy machine, or while a model loads.
settings.register_profile("unspin", deadline=None)
settings.load_profile("unspin")
