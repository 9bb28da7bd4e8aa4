//! Numbers of the rules of a hearing, each with the rule it comes from.

/// A second, in milliseconds.
pub const SECOND_MS: i64 = 1_000;
/// A minute, in milliseconds.
pub const MINUTE_MS: i64 = 60 * SECOND_MS;

/// How long the discipline is shown before it can be acknowledged (hearing.md §4).
pub const DISCIPLINE_SHOWN_MS: i64 = 15 * SECOND_MS;
/// Days between the summons and the hearing (CPL 139; H-103).
pub const SUMMONS_DAYS: i32 = 3;
/// Failed checks of identity after which the clerk checks by video and identity card (§3, 5).
pub const IDENTITY_TRIES: u8 = 2;
/// Least score of a face compared with the photo of the identity card, in 1/100 (§3, 5).
pub const FACE_SCORE: u8 = 80;

/// After a loss: a link by telephone or text message (H-101).
pub const LINK_AFTER_MS: i64 = 15 * SECOND_MS;
/// After a loss: the clerk calls, and the presiding judge may suspend for a while (H-101).
pub const CALL_AFTER_MS: i64 = 60 * SECOND_MS;
/// After a loss: another device, or sound by telephone for identity only (H-101).
pub const OFFER_AFTER_MS: i64 = 5 * MINUTE_MS;
/// After a loss: the presiding judge decides (H-101).
pub const DECIDE_AFTER_MS: i64 = 15 * MINUTE_MS;
/// The longest recess for somebody lost (H-101), in minutes.
pub const RECESS_MINUTES: u16 = 60;
/// Least time between 提示 and 警告 (H-102).
pub const WARNING_GAP_MS: i64 = 60 * SECOND_MS;
/// Technical signs, independent of one another, that make a loss a technical one (H-102).
pub const TECHNICAL_SIGNS: usize = 2;
/// Days to show cause for a second loss that nobody can explain (H-102).
pub const SHOW_CAUSE_DAYS: i32 = 3;

/// After the planned start: the second call and a text message (H-103).
pub const SECOND_CALL_MS: i64 = 15 * MINUTE_MS;
/// After the planned start: absence may be noted (H-103).
pub const ABSENCE_MS: i64 = 30 * MINUTE_MS;

/// The delay of a broadcast when nobody says otherwise, in seconds (H-112, O-206).
pub const BROADCAST_DELAY_S: u16 = 60;
/// The shortest delay of a broadcast, in seconds (O-206).
pub const BROADCAST_DELAY_MIN_S: u16 = 30;
/// The longest delay of a broadcast, in seconds (O-206).
pub const BROADCAST_DELAY_MAX_S: u16 = 180;
/// How many may watch when the court fixes no other number (H-110).
pub const SPECTATORS: u16 = 100;

/// Least time for a page of the transcript (§7).
pub const PAGE_READ_MS: i64 = 2 * SECOND_MS;
/// Days to read and sign the transcript (H-070).
pub const SIGN_DAYS: i32 = 5;
