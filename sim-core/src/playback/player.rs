//! A run that can be played, stepped, changed and injured.
