//! Whose room a packet belongs to: by where it comes from, else by the name a check calls.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use str0m::ice::StunMessage;

use crate::names::{Peer, RoomId};
use crate::session::is_stun;

/// Written by the threads of the rooms, read for every packet.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    peers: RwLock<HashMap<Peer, RoomId>>,
    names: RwLock<HashMap<String, RoomId>>,
}

/// Where a packet goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// To this room, from an address that is known.
    Known(RoomId),
    /// To this room, from an address nobody vouched for yet.
    Named(RoomId),
    /// To nobody.
    Nowhere,
}

impl Routes {
    pub(crate) fn of(&self, from: Peer, bytes: &[u8]) -> Route {
        let known = self.peers.read().unwrap_or_else(PoisonError::into_inner).get(&from).copied();
        if !is_stun(bytes) {
            return known.map_or(Route::Nowhere, Route::Known);
        }
        let Some(name) = name(bytes) else { return known.map_or(Route::Nowhere, Route::Known) };
        let named = self.names.read().unwrap_or_else(PoisonError::into_inner).get(&name).copied();
        match (known, named) {
            (known, Some(room)) if known == Some(room) => Route::Known(room),
            (_, Some(room)) => Route::Named(room),
            (_, None) => Route::Nowhere,
        }
    }

    pub(crate) fn learn(&self, peer: Peer, room: RoomId) {
        self.peers.write().unwrap_or_else(PoisonError::into_inner).insert(peer, room);
    }

    pub(crate) fn name(&self, name: String, room: RoomId) {
        self.names.write().unwrap_or_else(PoisonError::into_inner).insert(name, room);
    }

    pub(crate) fn unname(&self, name: &str) {
        self.names.write().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// Forgets the addresses of a room that `keeps` does not keep.
    pub(crate) fn forget(&self, room: RoomId, keeps: impl Fn(Peer) -> bool) {
        let mut peers = self.peers.write().unwrap_or_else(PoisonError::into_inner);
        peers.retain(|peer, owner| *owner != room || keeps(*peer));
    }
}

/// The name a check calls.
fn name(bytes: &[u8]) -> Option<String> {
    let message = StunMessage::parse(bytes).ok().filter(StunMessage::is_binding_request)?;
    message.split_username().map(|(local, _)| local.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Route, Routes};
    use crate::names::{Peer, RoomId};
    use std::net::SocketAddr;

    #[test]
    fn media_of_a_stranger_goes_nowhere() {
        let routes = Routes::default();
        let peer = Peer::udp(SocketAddr::from(([10, 0, 0, 1], 5)));
        let media = [128u8; 40];
        assert_eq!(routes.of(peer, &media), Route::Nowhere);
        routes.learn(peer, RoomId(7));
        assert_eq!(routes.of(peer, &media), Route::Known(RoomId(7)));
        assert_eq!(routes.of(Peer::tcp(peer.addr), &media), Route::Nowhere, "another wire is another peer");
        routes.forget(RoomId(7), |_| false);
        assert_eq!(routes.of(peer, &media), Route::Nowhere);
    }

    #[test]
    fn a_check_that_is_none_goes_nowhere() {
        let routes = Routes::default();
        let peer = Peer::udp(SocketAddr::from(([10, 0, 0, 1], 5)));
        let mut check = vec![0u8; 20];
        check[1] = 1;
        check[4..8].copy_from_slice(&[0x21, 0x12, 0xa4, 0x42]);
        assert_eq!(routes.of(peer, &check), Route::Nowhere);
    }
}
