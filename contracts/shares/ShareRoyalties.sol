// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IProjectFactory} from "../interfaces/IProjectFactory.sol";
import {IShareToken} from "../interfaces/IShareToken.sol";
import {IVault} from "../interfaces/IVault.sol";
import {HolderAccount} from "../libraries/HolderAccount.sol";
import {Payment} from "../libraries/Payment.sol";
import {RoyaltyIndexes} from "../libraries/RoyaltyIndex.sol";
import {ShareLedger} from "./ShareLedger.sol";

/// @title ShareRoyalties
/// @notice Royalties in, by daily steps, and out, by claims and payouts (PROTOCOL 5.3 to 5.5).
abstract contract ShareRoyalties is ShareLedger, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    bytes32 private constant CLAIM_TYPEHASH =
        keccak256("Claim(address holder,address to,uint256 nonce,uint256 deadline)");

    struct Tranche {
        uint96 amount;
        uint96 released;
        uint40 receivedAt;
    }

    uint96 private _deposited;
    uint96 private _released;
    uint32 private _trancheCount;
    uint96 private _paid;
    mapping(uint256 number => Tranche) private _tranches;

    /// @inheritdoc IShareToken
    function release(uint256 number) external nonReentrant returns (uint256 amount) {
        Tranche memory t = _tranches[number];
        if (t.receivedAt == 0) revert ShareToken_UnknownTranche(number);
        uint256 steps = _royaltySteps();
        uint256 due = steps == 1 ? 1 : (block.timestamp - t.receivedAt) / 1 days;
        if (due > steps) due = steps;
        amount = uint256(t.amount) * due / steps - t.released;
        if (amount != 0) _release(number, amount);
    }

    /// @inheritdoc IShareToken
    function sweep(address token) external nonReentrant {
        uint256 surplus = IERC20(token).balanceOf(address(this));
        if (token == currency()) {
            if (!transfersOpen()) revert ShareToken_TransfersClosed();
            surplus -= reserved();
            if (surplus == 0) revert IVault.Vault_NothingToSweep(token);
            emit IVault.Swept(token, address(this), surplus);
            _addDeposited(surplus);
            _release(0, surplus);
        } else {
            if (surplus == 0) revert IVault.Vault_NothingToSweep(token);
            address treasury = IProjectFactory(_factory()).treasury();
            emit IVault.Swept(token, treasury, surplus);
            IERC20(token).safeTransfer(treasury, surplus);
            if (IERC20(currency()).balanceOf(address(this)) < reserved()) revert IVault.Vault_SweepsWhatIsOwed(token);
        }
    }

    /// @inheritdoc IShareToken
    function claim() external nonReentrant returns (uint256) {
        return _claim(msg.sender, msg.sender);
    }

    /// @inheritdoc IShareToken
    function claimTo(address to) external nonReentrant returns (uint256) {
        return _claim(msg.sender, to);
    }

    /// @inheritdoc IShareToken
    function claimBySignature(address holder, address to, uint256 deadline, bytes calldata signature)
        external
        nonReentrant
        returns (uint256)
    {
        bytes32 structHash = keccak256(abi.encode(CLAIM_TYPEHASH, holder, to, _useNonce(holder), deadline));
        _requireSigned(holder, structHash, deadline, signature);
        return _claim(holder, to);
    }

    /// @inheritdoc IShareToken
    function payout(address[] calldata holders) external nonReentrant {
        address currency_ = currency();
        uint256 globalIndex = _globalWord().value();
        uint256 paid;
        for (uint256 i; i < holders.length; ++i) {
            address holder = holders[i];
            HolderAccount account = _account(holder);
            if (!account.isPushed()) continue;
            uint256 amount = _takeEarned(holder, account, globalIndex);
            if (amount == 0) continue;
            if (Payment.tryTransfer(currency_, holder, amount)) {
                paid += amount;
                emit RoyaltyPaid(holder, holder, amount);
            } else {
                _owe(holder, amount);
                emit RoyaltyPaymentFailed(holder, amount);
            }
        }
        _paid += uint96(paid);
    }

    /// @inheritdoc IShareToken
    function acceptPush(bool accepted) external {
        _setPush(msg.sender, accepted);
        emit PushAccepted(msg.sender, accepted);
    }

    /// @inheritdoc IShareToken
    function totals() external view returns (uint256 deposited, uint256 released, uint256 paid) {
        return (_deposited, _released, _paid);
    }

    /// @inheritdoc IShareToken
    function tranche(uint256 number) external view returns (uint256 amount, uint256 released, uint256 receivedAt) {
        Tranche memory t = _tranches[number];
        return (t.amount, t.released, t.receivedAt);
    }

    /// @inheritdoc IShareToken
    function claimable(address holder) external view returns (uint256) {
        return _earned(holder);
    }

    /// @inheritdoc IShareToken
    function isPushed(address holder) external view returns (bool) {
        return _account(holder).isPushed();
    }

    /// @inheritdoc IShareToken
    function reserved() public view returns (uint256) {
        return _deposited - _paid;
    }

    /// @inheritdoc IShareToken
    function currency() public view returns (address) {
        return abi.decode(_arguments(), (address));
    }

    // --- inside ---

    /// @dev The currency has arrived already, and is not counted yet.
    function _addTranche(uint256 amount) internal returns (uint256 number) {
        uint256 balance = IERC20(currency()).balanceOf(address(this));
        if (balance < reserved() + amount) revert ShareToken_NotReceived(reserved() + amount, balance);
        number = ++_trancheCount;
        _addDeposited(amount);
        _tranches[number] = Tranche(uint96(amount), 0, uint40(block.timestamp));
        emit RoyaltiesReceived(number, amount);
        if (_royaltySteps() == 1) _release(number, amount);
    }

    function _claim(address holder, address to) private returns (uint256 amount) {
        amount = _takeEarned(holder, _account(holder), _globalWord().value());
        if (amount == 0) revert ShareToken_NothingToClaim(holder);
        _paid += uint96(amount);
        emit RoyaltyPaid(holder, to, amount);
        if (!Payment.tryTransfer(currency(), to, amount)) revert IVault.Vault_PaymentRefused(to, amount);
    }

    function _addDeposited(uint256 amount) private {
        uint256 deposited = _deposited + amount;
        if (deposited > type(uint96).max) revert ShareToken_DepositsAboveMaximum(deposited, type(uint96).max);
        _deposited = uint96(deposited);
    }

    function _release(uint256 number, uint256 amount) private {
        _released += uint96(amount);
        if (number != 0) _tranches[number].released += uint96(amount);
        _addRoyalties(number, amount);
    }

    function _factory() private view returns (address factory) {
        (, factory) = abi.decode(_arguments(), (address, address));
    }

    function _royaltySteps() private view returns (uint256 steps) {
        if (_globalWord().has(RoyaltyIndexes.STEPS_ENDED)) return 1;
        (,, steps) = abi.decode(_arguments(), (address, address, uint256));
    }
}
