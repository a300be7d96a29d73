// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Consents
/// @notice The artist's signed consent, without which no project opens (PROTOCOL 2.4).
/// @dev The artist signs EIP-712 `ArtistConsent(address campaign,bytes32 termsHash,uint256 deadline)` in the factory's
/// domain ("Coprod", "1"), for the address that `predict` tells. Power of the artist: to revoke until the opening, for
/// good. Nobody else has any.
interface IConsents {
    /// @notice The artist's consent was recorded; it opens the project until `deadline`, included.
    event ConsentRecorded(address indexed campaign, address indexed artist, uint256 deadline);
    /// @notice The artist took back its consent to this project, or refused it beforehand.
    event ConsentRevoked(address indexed campaign, address indexed artist);

    error Consents_UnknownProject(address campaign);
    error Consents_SignatureExpired(uint256 deadline);
    error Consents_WrongSigner(address artist);
    error Consents_Revoked(address campaign);
    error Consents_NotLater(uint256 deadline, uint256 recorded);
    error Consents_OnlyArtist(address caller, address artist);
    error Consents_TooLate(address campaign);

    /// @notice Anyone: brings the artist's signature (ECDSA first, then ERC-1271).
    function recordConsent(address campaign, uint256 deadline, bytes calldata signature) external;

    /// @notice Artist, until the opening: no signature of it opens this project any more.
    function revokeConsent(address campaign) external;

    /// @notice True while a recorded consent is neither revoked nor past its deadline.
    function hasConsent(address campaign) external view returns (bool);
}
