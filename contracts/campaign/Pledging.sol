// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IRaising} from "../interfaces/IRaising.sol";
import {IShareToken} from "../interfaces/IShareToken.sol";
import {CampaignTerms} from "../interfaces/ProjectTerms.sol";
import {Pledge, Pledges} from "../libraries/Pledge.sol";
import {Closing} from "./Closing.sol";

/// @title Pledging
/// @notice How shares are bought, by a fan or for it, and rewards taken (PROTOCOL 3.1, 3.2, 3.6).
abstract contract Pledging is Closing {
    bytes32 private constant CONTRIBUTION_TYPEHASH = keccak256(
        "Contribution(address fan,address payer,uint256 shares,uint256 tier,uint256 nonce,uint256 deadline)"
    );

    /// @inheritdoc IRaising
    function contribute(uint256 shares, uint256 tier) external nonReentrant {
        _contribute(setup(), msg.sender, shares, tier);
    }

    /// @inheritdoc IRaising
    function contributeUpTo(uint256 shares, uint256 tier) external nonReentrant returns (uint256 bought) {
        Setup memory s = setup();
        uint256 left = s.terms.capShares - _sold;
        if (left == 0) revert Campaign_NotEnoughLeft(shares, 0);
        bought = shares < left ? shares : left;
        _contribute(s, msg.sender, bought, tier);
    }

    /// @inheritdoc IRaising
    function contributeWithPermit(uint256 shares, uint256 tier, Permit calldata p) external nonReentrant {
        Setup memory s = setup();
        // A permit that fails leaves the allowance as it is: if that is too little, the transfer says so.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(s.terms.currency).permit(msg.sender, address(this), p.value, p.deadline, p.v, p.r, p.s) {}
            catch {} // solhint-disable-line no-empty-blocks
        _contribute(s, msg.sender, shares, tier);
    }

    /// @inheritdoc IRaising
    function contributeFor(address fan, uint256 shares) external nonReentrant {
        uint256 held = _contribute(setup(), fan, shares, 0);
        if (held != shares) revert Campaign_FanHasPledged(fan);
    }

    /// @inheritdoc IRaising
    function contributeBySignature(
        address fan,
        uint256 shares,
        uint256 tier,
        uint256 deadline,
        bytes calldata signature
    ) external nonReentrant {
        bytes32 structHash = keccak256(
            abi.encode(CONTRIBUTION_TYPEHASH, fan, msg.sender, shares, tier, _useNonce(fan), deadline)
        );
        _requireSigned(fan, structHash, deadline, signature);
        _contribute(setup(), fan, shares, tier);
    }

    /// @inheritdoc IRaising
    function sharesLeft() external view returns (uint256) {
        return setup().terms.capShares - _sold;
    }

    /// @inheritdoc IRaising
    function pledgeOf(address fan) external view returns (uint256 revocable, uint256 firmAt, uint256 tier) {
        Pledge pledge = _pledges[fan];
        tier = pledge.tier();
        for (uint256 i; i < 2; ++i) {
            Pledges.Window memory w = pledge.window(i);
            if (w.until > block.timestamp) revocable += w.shares;
            if (w.until > firmAt) firmAt = w.until;
        }
    }

    /// @inheritdoc IRaising
    function payerOf(address fan) external view returns (address payer, uint256 shares) {
        return (_payers[fan].payer, _payers[fan].shares);
    }

    /// @inheritdoc IRaising
    function tierTaken(uint256 tier) external view returns (uint256) {
        return _taken[tier];
    }

    // --- inside ---

    /// @dev The caller pays. Returns what the fan holds now.
    function _contribute(Setup memory s, address fan, uint256 shares, uint256 tier) private returns (uint256 held) {
        _requireContributing(s);
        if (shares == 0) revert Campaign_NoShares();
        uint256 left = s.terms.capShares - _sold;
        if (shares > left) revert Campaign_NotEnoughLeft(shares, left);

        uint256 firmAt = block.timestamp + s.terms.reflectionSeconds;
        uint256 amount = shares * s.terms.pricePerShare;
        Pledge pledge = _pledges[fan].open(
            Pledges.Window(shares, firmAt, fan != msg.sender, tier != 0), block.timestamp
        );
        _sold += uint48(shares);
        _lastFirmAt = uint40(firmAt);
        if (fan != msg.sender) _notePayer(fan, shares);
        held = IShareToken(s.shareToken).mint(fan, shares);
        _checkHeld(s.terms, held, shares == left);
        if (tier != 0) pledge = _takeTier(pledge, tier, held);
        _pledges[fan] = pledge;
        emit Contributed(fan, msg.sender, shares, amount, tier, firmAt);
        _receive(s.terms.currency, msg.sender, amount);
    }

    function _freeTier(address fan, Pledge pledge) internal returns (Pledge) {
        uint256 tier = pledge.tier();
        if (tier == 0) return pledge;
        --_taken[tier];
        emit TierFreed(fan, tier);
        return pledge.setTier(0);
    }

    function _takeTier(Pledge pledge, uint256 number, uint256 held) private returns (Pledge) {
        Tier[] memory tiers = lists().tiers;
        if (number > tiers.length) revert Campaign_UnknownTier(number);
        if (pledge.tier() != 0) revert Campaign_HasTier(pledge.tier());
        Tier memory tier = tiers[number - 1];
        if (held < tier.minShares) revert Campaign_TierNeedsShares(held, tier.minShares);
        if (_taken[number] >= tier.limit) revert Campaign_TierTaken(number);
        ++_taken[number];
        return pledge.setTier(number);
    }

    /// @dev Who takes all that is left may stay below the minimum.
    function _checkHeld(CampaignTerms memory terms, uint256 held, bool tookAll) private pure {
        if (held < terms.minSharesPerFan && !tookAll) revert Campaign_TooFewShares(held, terms.minSharesPerFan);
        if (held > terms.maxSharesPerFan) revert Campaign_TooManyShares(held, terms.maxSharesPerFan);
    }

    /// @dev Beside the fan itself one payer at a time, so that it is clear who is paid back.
    function _notePayer(address fan, uint256 shares) private {
        Payer memory known = _payers[fan];
        if (known.shares != 0 && known.payer != msg.sender) revert Campaign_OtherPayer(known.payer);
        _payers[fan] = Payer(msg.sender, known.shares + uint48(shares));
    }
}
