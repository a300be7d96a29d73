// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {CampaignTerms} from "./ProjectTerms.sol";

/// @title Campaign state
/// @notice What a campaign was made with, where it stands, and who its producer is (PROTOCOL 2.5, 3.4).
interface ICampaignState {
    /// @notice Proposed → Raising → Succeeded → WoundDown; Raising → Failed or Cancelled; Proposed → Cancelled. A project
    /// not opened by its opening time reads as Lapsed; one whose closing has passed reads as Raising until finalised.
    enum Status {
        Proposed,
        Raising,
        Succeeded,
        Failed,
        Cancelled,
        WoundDown,
        Lapsed
    }

    /// @notice What a Campaign clone is made with, for good. The lists follow it in the clone's code.
    struct Setup {
        CampaignTerms terms;
        address factory;
        address producer;
        address shareToken;
        address waterfall;
        uint16 feeBps;
        bytes32 termsHash;
        uint16 objectionBps;
        uint32 objectionSeconds;
        uint32 graceSeconds;
    }

    /// @notice A financier's line, a reward tier and a milestone as the clone keeps them: the terms' without the labels.
    struct Line {
        address financier;
        uint96 amount;
    }

    struct Tier {
        uint48 minShares;
        uint32 limit;
    }

    struct Step {
        uint16 bps;
        uint40 dueAt;
    }

    struct Lists {
        Line[] lines;
        Tier[] tiers;
        Step[] steps;
    }

    event ProducerOffered(address indexed producer, address indexed candidate);
    event ProducerChanged(address indexed producer);

    error Campaign_WrongStatus(Status status);
    error Campaign_OnlyProducer(address caller);
    error Campaign_OnlyCandidate(address caller);
    error Campaign_SignatureExpired(uint256 deadline);
    error Campaign_WrongSigner(address signer);

    /// @notice Producer: offers its role to `candidate`; the zero address withdraws the offer.
    function offerProducer(address candidate) external;

    /// @notice Candidate: takes the role, here and in the Waterfall.
    function acceptProducer() external;

    /// @notice Who the producer is now.
    function producer() external view returns (address);

    /// @notice Where the campaign stands, time included.
    function status() external view returns (Status);

    /// @notice Everything it was made with but the lists.
    function setup() external view returns (Setup memory);

    /// @notice The lists it was made with.
    function lists() external view returns (Lists memory);
}
