// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ICampaignState} from "../interfaces/ICampaignState.sol";
import {IFinancing} from "../interfaces/IFinancing.sol";
import {IProducing} from "../interfaces/IProducing.sol";
import {IProjectFactory} from "../interfaces/IProjectFactory.sol";
import {IWaterfall} from "../interfaces/IWaterfall.sol";
import {Pledge} from "../libraries/Pledge.sol";
import {Signature} from "../libraries/Signature.sol";
import {Vault} from "../Vault.sol";

/// @title CampaignState
/// @notice What every stage of a campaign shares: its terms, where it stands, what it holds, who the producer is
/// (PROTOCOL 2.5).
/// @dev All storage is here and nowhere else: a campaign's code is deployed in two parts (see Campaign), and this is
/// what they have in common.
// solhint-disable-next-line max-states-count
abstract contract CampaignState is ICampaignState, Vault, EIP712, Nonces {
    /// @notice How a financier's line is covered, and until when by a promise.
    struct Coverage {
        IFinancing.LineState state;
        uint48 deadline;
    }

    /// @notice Who paid shares for a fan, beside the fan itself, and how many.
    struct Payer {
        address payer;
        uint48 shares;
    }

    /// @notice What became of a milestone.
    struct Progress {
        bool released;
        uint8 refusals;
    }

    Status internal _status;
    /// @dev Shares sold and not taken back; those of the success from then on.
    uint48 internal _sold;
    /// @dev When the newest reflection of all fans ends.
    uint40 internal _lastFirmAt;
    /// @dev The platform's paused seconds when the campaign opened.
    uint40 internal _pausedBefore;
    /// @dev When the one reopening closes, without pauses; zero before it.
    uint40 internal _reopenedUntil;
    /// @dev Currency units that patrons gave and financiers put in escrow, and were not given back before success.
    uint128 internal _given;
    uint128 internal _escrowed;
    /// @dev From success on: all that is released by milestones, and what of it is neither released nor given back.
    uint128 internal _pot;
    uint128 internal _unspent;
    /// @dev What was unspent when the project was wound down.
    uint128 internal _unspentAtEnd;
    mapping(uint256 line => Coverage) internal _coverage;
    mapping(address fan => Pledge) internal _pledges;
    mapping(address fan => Payer) internal _payers;
    mapping(uint256 tier => uint256) internal _taken;
    mapping(address patron => uint256) internal _gifts;
    mapping(uint256 milestone => Progress) internal _progress;
    /// @dev What the holders are asked, and how often they were.
    IProducing.Question internal _question;
    uint8 internal _releaseRounds;
    uint16 internal _windDownRounds;
    /// @dev The holders refused a release: the next question is theirs, if they ask it.
    bool internal _holdersTurn;
    address private _newProducer;
    address private _candidate;

    /// @dev The domain's name and version are the same for all campaigns; its address is not.
    constructor() EIP712("Coprod campaign", "1") {}

    /// @inheritdoc ICampaignState
    function offerProducer(address candidate) external {
        _requireProducer();
        _candidate = candidate;
        emit ProducerOffered(msg.sender, candidate);
    }

    /// @inheritdoc ICampaignState
    function acceptProducer() external {
        if (msg.sender != _candidate) revert Campaign_OnlyCandidate(msg.sender);
        delete _candidate;
        _newProducer = msg.sender;
        emit ProducerChanged(msg.sender);
        IWaterfall(setup().waterfall).changeProducer(msg.sender);
    }

    /// @inheritdoc ICampaignState
    function producer() public view returns (address) {
        return _newProducer == address(0) ? setup().producer : _newProducer;
    }

    /// @inheritdoc ICampaignState
    function status() public view returns (Status) {
        bool lapsed = _status == Status.Proposed && block.timestamp >= setup().terms.opensAt;
        return lapsed ? Status.Lapsed : _status;
    }

    /// @inheritdoc ICampaignState
    function setup() public view returns (Setup memory) {
        return abi.decode(Clones.fetchCloneArgs(address(this)), (Setup));
    }

    /// @inheritdoc ICampaignState
    function lists() public view returns (Lists memory lists_) {
        (, lists_) = abi.decode(Clones.fetchCloneArgs(address(this)), (Setup, Lists));
    }

    // --- inside ---

    function _requireStatus(Status wanted) internal view {
        if (_status != wanted) revert Campaign_WrongStatus(status());
    }

    function _requireProducer() internal view {
        if (msg.sender != producer()) revert Campaign_OnlyProducer(msg.sender);
    }

    function _requireSigned(address signer, bytes32 structHash, uint256 deadline, bytes calldata signature)
        internal
        view
    {
        if (block.timestamp > deadline) revert Campaign_SignatureExpired(deadline);
        if (!Signature.isBy(signer, _hashTypedDataV4(structHash), signature)) revert Campaign_WrongSigner(signer);
    }

    function _raised(uint256 pricePerShare) internal view returns (uint256) {
        return _sold * pricePerShare + _given;
    }

    /// @dev After a wind-down: the part of what is unspent that belongs to who brought `amount`.
    function _partDown(uint256 amount, uint256 pricePerShare) internal view returns (uint256) {
        return amount * _unspentAtEnd / (_raised(pricePerShare) + _escrowed);
    }

    /// @dev Before success everything brought is held for refunds; afterwards what is unspent is held for its release.
    function _reserved() internal view override returns (uint256) {
        bool raising = _status != Status.Succeeded && _status != Status.WoundDown;
        return super._reserved() + (raising ? _raised(setup().terms.pricePerShare) + _escrowed : _unspent);
    }

    function _currency() internal view override returns (address) {
        return setup().terms.currency;
    }

    function _factory() internal view override returns (address) {
        return setup().factory;
    }

    /// @dev The holders' from success on. Without success nobody holds shares in the end: then the platform's.
    function _surplusReceiver() internal view override returns (address) {
        Setup memory s = setup();
        if (_status == Status.Succeeded || _status == Status.WoundDown) return s.shareToken;
        if (status() <= Status.Raising) revert Campaign_WrongStatus(status());
        return IProjectFactory(s.factory).treasury();
    }
}
