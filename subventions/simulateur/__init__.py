"""The simulator: what a subsidy would be with other figures or another barème; changes nothing."""
