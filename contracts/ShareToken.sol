// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IShareToken} from "./interfaces/IShareToken.sol";
import {HolderAccount} from "./libraries/HolderAccount.sol";
import {ShareRoyalties} from "./shares/ShareRoyalties.sol";

/// @title ShareToken: see interfaces/IShareToken.sol
/// @notice Here: what the project's other contracts may do, and what a mirror compares itself with.
contract ShareToken is ShareRoyalties {
    address private _campaign;
    address private _waterfall;

    /// @dev The deployed code itself belongs to nobody.
    constructor() {
        _campaign = address(this);
    }

    modifier onlyCampaign() {
        if (msg.sender != _campaign) revert ShareToken_OnlyCampaign(msg.sender);
        _;
    }

    /// @inheritdoc IShareToken
    function initialize(address campaign_, address waterfall_) external {
        if (_campaign != address(0)) revert ShareToken_AlreadyInitialized();
        _campaign = campaign_;
        _waterfall = waterfall_;
        if (transferRule() != address(0)) _setRule();
    }

    // --- the campaign ---

    /// @inheritdoc IShareToken
    function mint(address fan, uint256 shares) external onlyCampaign returns (uint256 held) {
        return _mint(fan, shares);
    }

    /// @inheritdoc IShareToken
    function burn(address holder, uint256 shares) external onlyCampaign {
        _burn(holder, shares);
    }

    /// @inheritdoc IShareToken
    function burnAll(address fan) external onlyCampaign returns (uint256 shares) {
        shares = balanceOf(fan);
        _burn(fan, shares);
    }

    /// @inheritdoc IShareToken
    function openTransfers() external onlyCampaign {
        _openTransfers();
    }

    /// @inheritdoc IShareToken
    function endSteps() external onlyCampaign {
        _endSteps();
    }

    /// @inheritdoc IShareToken
    function setRound(uint256 number) external onlyCampaign {
        _setRound(number);
    }

    /// @inheritdoc IShareToken
    function object(address holder) external onlyCampaign {
        _object(holder);
    }

    // --- the waterfall ---

    /// @inheritdoc IShareToken
    function receiveRoyalties(uint256 amount) external nonReentrant returns (uint256 number) {
        if (msg.sender != _waterfall) revert ShareToken_OnlyWaterfall(msg.sender);
        return _addTranche(amount);
    }

    // --- what anyone can read ---

    /// @inheritdoc IShareToken
    function objections() external view returns (uint256 round, uint256 objecting, uint256 supply) {
        return (_globalWord().round(), _objectingShares(), totalSupply());
    }

    /// @inheritdoc IShareToken
    function hasObjected(address holder) external view returns (bool) {
        uint256 round = _globalWord().round();
        return round != 0 && _account(holder).round() == round;
    }

    /// @inheritdoc IShareToken
    function earningShares() external view returns (uint256) {
        uint256 supply = totalSupply();
        return supply != 0 ? supply : _leaversWord().supply();
    }

    /// @inheritdoc IShareToken
    function index() external view returns (uint256) {
        return _globalWord().value();
    }

    /// @inheritdoc IShareToken
    function accountOf(address holder)
        external
        view
        returns (uint256 shares, uint256 holderIndex, uint256 fraction, uint256 owed)
    {
        HolderAccount account = _account(holder);
        return (account.balance(), account.index(), account.fraction(), _owedOf(holder));
    }

    /// @inheritdoc IShareToken
    function leaverOf(address holder)
        external
        view
        returns (uint256 shares, uint256 holderIndex, uint256 fraction)
    {
        HolderAccount account = _leaver(holder);
        return (account.balance(), account.index(), account.fraction());
    }

    /// @inheritdoc IShareToken
    function leaversIndex() external view returns (uint256) {
        return _leaversWord().value();
    }

    /// @inheritdoc IShareToken
    function campaign() external view returns (address) {
        return _campaign;
    }

    /// @inheritdoc IShareToken
    function transferRule() public view returns (address rule) {
        (,,, rule) = abi.decode(_arguments(), (address, address, uint256, address));
    }
}
