//! Judgments and rulings as text.
