"""The joint commissioning hub: what councils and their NHS partners say, added up."""
