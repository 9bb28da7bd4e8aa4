//! Pages and the JSON behind them.
