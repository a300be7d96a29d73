// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IProjectFactory} from "../interfaces/IProjectFactory.sol";
import {IRaising} from "../interfaces/IRaising.sol";
import {CampaignTerms} from "../interfaces/ProjectTerms.sol";
import {CampaignState} from "./CampaignState.sol";

/// @title Closing
/// @notice When contributions are open, and when everything sold is firm (PROTOCOL 2.2, 3.2).
abstract contract Closing is IRaising, CampaignState {
    /// @dev Most seconds of the platform's pauses that a campaign heeds.
    uint256 private constant MAX_PAUSE = 14 days;

    /// @inheritdoc IRaising
    function closesAt() external view returns (uint256 closing) {
        (closing,) = _closing(setup());
    }

    /// @inheritdoc IRaising
    function lastFirmAt() external view returns (uint256) {
        return _lastFirmAt;
    }

    /// @inheritdoc IRaising
    function isPaused() external view returns (bool paused) {
        (paused,) = _pause(setup().factory);
    }

    // --- inside ---

    function _requireContributing(Setup memory s) internal view {
        _requireStatus(Status.Raising);
        if (block.timestamp < s.terms.opensAt) revert Campaign_NotOpenYet(s.terms.opensAt);
        (uint256 closing, bool paused) = _closing(s);
        if (block.timestamp >= closing) revert Campaign_Closed(closing);
        if (paused) revert Campaign_Paused();
    }

    function _closing(Setup memory s) internal view returns (uint256 closing, bool paused) {
        uint256 extension;
        (paused, extension) = _pause(s.factory);
        closing = (_reopenedUntil == 0 ? s.terms.closesAt : _reopenedUntil) + extension;
    }

    /// @dev For one reflection, counted from now; pauses so far are in `extension` already.
    function _reopen(Setup memory s) internal {
        (, uint256 extension) = _pause(s.factory);
        uint256 closing = block.timestamp + s.terms.reflectionSeconds;
        _reopenedUntil = uint40(closing - extension);
        emit Reopened(closing);
    }

    function _isGoalMet(CampaignTerms memory terms) internal view returns (bool) {
        return _raised(terms.pricePerShare) >= terms.goal && _sold >= terms.leastShares;
    }

    /// @dev A closing that has passed stays passed: the extension never grows faster than time.
    function _pause(address factory) private view returns (bool paused, uint256 extension) {
        if (_status == Status.Proposed) return (false, 0);
        (bool isPaused_, uint256 pausedSeconds) = IProjectFactory(factory).pauseState();
        extension = pausedSeconds - _pausedBefore;
        if (extension >= MAX_PAUSE) return (false, MAX_PAUSE);
        return (isPaused_, extension);
    }
}
