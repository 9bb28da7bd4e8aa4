//! Why somebody cannot enter, in the words a page shows, and why a session ended.

use std::fmt;

/// Why an offer was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinFault {
    /// No description of a session, or a broken one.
    Malformed,
    /// Longer than any client's.
    TooLong,
    /// Neither sends nor receives anything.
    NoMedia,
    /// A line for both ways, or against the way of the connection.
    WrongWay,
    /// A channel for data, which rooms do not have.
    DataChannel,
    /// More than one microphone, camera and screen.
    TooManyTracks,
    /// More spare lines than the room serves.
    TooManySlots,
    /// No Opus, or neither H264 nor VP8.
    NoCodec,
    /// The room is full.
    RoomFull,
    /// These very credentials were used before.
    Replayed,
    /// The session to be restarted is over.
    Gone,
    /// A restart with the old credentials, or with other lines, or by another client.
    NotRestart,
    /// The room takes nobody any more.
    Closed,
    /// The engine refused; its own words are for the log.
    Engine(String),
    /// The server has no room for more.
    Busy(Busy),
}

impl JoinFault {
    /// A code that does not change with the words.
    pub const fn code(&self) -> &'static str {
        match self {
            JoinFault::Malformed => "offer_malformed",
            JoinFault::TooLong => "offer_too_long",
            JoinFault::NoMedia => "offer_without_media",
            JoinFault::WrongWay => "offer_wrong_way",
            JoinFault::DataChannel => "offer_data_channel",
            JoinFault::TooManyTracks => "offer_too_many_tracks",
            JoinFault::TooManySlots => "offer_too_many_slots",
            JoinFault::NoCodec => "offer_no_codec",
            JoinFault::RoomFull => "room_full",
            JoinFault::Replayed => "offer_replayed",
            JoinFault::Gone => "session_gone",
            JoinFault::NotRestart => "not_a_restart",
            JoinFault::Closed => "room_closed",
            JoinFault::Engine(_) => "offer_refused",
            JoinFault::Busy(_) => "server_busy",
        }
    }
}

impl fmt::Display for JoinFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            JoinFault::Malformed => "浏览器送来的连接说明无法读懂；请刷新页面后重新进入。",
            JoinFault::TooLong => "浏览器送来的连接说明过长；请刷新页面后重新进入。",
            JoinFault::NoMedia => "连接说明中没有声音也没有画面；请允许使用麦克风和摄像头后重新进入。",
            JoinFault::WrongWay => "连接说明中收发方向不符合本庭要求；请使用法院提供的页面进入。",
            JoinFault::DataChannel => "庭审室不开放数据通道；请使用法院提供的页面进入。",
            JoinFault::TooManyTracks => "每人只能送出一路声音、一路画面和一路共享屏幕；请关闭多余的设备后重新进入。",
            JoinFault::TooManySlots => "请求接收的画面过多；请使用法院提供的页面进入。",
            JoinFault::NoCodec => "浏览器不支持本庭使用的音视频格式；请更新浏览器或者更换浏览器后重新进入。",
            JoinFault::RoomFull => "庭审室人数已满；请联系书记员。",
            JoinFault::Replayed => "这份连接说明已经用过；请刷新页面后重新进入。",
            JoinFault::Gone => "原来的连接已经结束；请重新进入庭审室。",
            JoinFault::NotRestart => "这不是对原来连接的恢复；请重新进入庭审室。",
            JoinFault::Closed => "庭审室已经关闭；请联系书记员。",
            JoinFault::Engine(_) => "连接说明未被接受；请刷新页面后重新进入，仍不成功的请更换浏览器。",
            JoinFault::Busy(busy) => return busy.fmt(f),
        })
    }
}

impl std::error::Error for JoinFault {}

/// Why the server takes no new room. Rooms in session go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Busy {
    /// As many rooms as it may have.
    Rooms,
    /// Its threads have too little time left.
    Load,
    /// Packets wait too long before they go out.
    Delay,
    /// It is being taken out of service.
    Draining,
    /// It did not answer.
    Silent,
}

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Busy::Rooms => "庭审服务器已达到庭审室数量上限；请稍后再开庭，或者改用另一台服务器。",
            Busy::Load => "庭审服务器负荷已满，为保证正在进行的庭审，暂不开新庭；请稍后再试。",
            Busy::Delay => "庭审服务器转发延迟过高，为保证正在进行的庭审，暂不开新庭；请稍后再试。",
            Busy::Draining => "庭审服务器正在停机维护，不再开新庭；请改用另一台服务器。",
            Busy::Silent => "庭审服务器没有回应；请稍后再试。",
        })
    }
}

impl std::error::Error for Busy {}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The person left, or the caller took the session out.
    Left,
    /// The client closed the connection.
    Closed,
    /// No sign of consent for too long.
    Silent,
    /// Never connected.
    NeverCame,
    /// The same person came in again.
    Replaced,
    /// Sent more than a session may.
    TooMuch,
    /// Broke the protocol.
    Broken,
}

#[cfg(test)]
mod tests {
    use super::{Busy, JoinFault as F};
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_its_own_code_and_says_what_to_do() {
        let faults = [
            F::Malformed,
            F::TooLong,
            F::NoMedia,
            F::WrongWay,
            F::DataChannel,
            F::TooManyTracks,
            F::TooManySlots,
            F::NoCodec,
            F::RoomFull,
            F::Replayed,
            F::Gone,
            F::NotRestart,
            F::Closed,
            F::Engine("sdp".into()),
            F::Busy(Busy::Load),
        ];
        let codes: BTreeSet<&str> = faults.iter().map(F::code).collect();
        assert_eq!(codes.len(), faults.len());
        for fault in &faults {
            assert!(fault.to_string().ends_with('。') && fault.to_string().contains('请'), "{fault}");
        }
        for busy in [Busy::Rooms, Busy::Delay, Busy::Draining, Busy::Silent] {
            assert!(busy.to_string().contains("请"), "{busy}");
        }
    }
}
