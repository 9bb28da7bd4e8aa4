//! Letters' wiring: the loop that follows the logs and sends what waits.

use std::time::Duration;

use docket::store::Docket;
use letters::{Letters, Settings};
use people::People;

use super::door::now;
use super::{Failure, input};

/// Time between two looks at the logs and at what waits.
const EVERY: Duration = Duration::from_secs(1);

/// Letters of a docket, and the task that writes and sends them until the process ends.
///
/// # Errors
/// When a setting cannot be used.
pub fn begin(docket: &Docket, people: &People, settings: Settings) -> Result<Letters, Failure> {
    let letters = Letters::new(docket.clone(), people.clone(), settings).map_err(input)?;
    let own = letters.clone();
    tokio::spawn(async move {
        loop {
            if let Err(cause) = own.follow(now()).await {
                tracing::error!(%cause, "letters do not follow the logs for now");
            }
            // what is due goes round by round, so that much of it does not wait for the next look
            loop {
                match own.send(now()).await {
                    Ok(round) if round == letters::Round::default() => break,
                    Ok(round) => tracing::info!(?round, "letters"),
                    Err(cause) => {
                        tracing::error!(%cause, "letters are not sent for now");
                        break;
                    }
                }
            }
            tokio::time::sleep(EVERY).await;
        }
    });
    Ok(letters)
}
