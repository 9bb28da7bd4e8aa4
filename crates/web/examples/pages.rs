//! Serves the pages over a database: `pages DB_URL DATA_DIR ADDRESS`. For the journeys in a browser, without the rest of the program.

use std::path::Path;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let mut word = || words.next().unwrap_or_default();
    let (url, data, address) = (word(), word(), word());
    let state = web::AppState::open(&url, Path::new(&data)).await?;
    let listener = tokio::net::TcpListener::bind(&address).await?;
    web::serve(state, listener).await?;
    Ok(())
}
