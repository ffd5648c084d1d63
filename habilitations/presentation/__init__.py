"""Plain data ready to show: lists and the fiche of an équipement."""
