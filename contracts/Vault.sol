// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IProjectFactory} from "./interfaces/IProjectFactory.sol";
import {IVault} from "./interfaces/IVault.sol";
import {Payment} from "./libraries/Payment.sol";

/// @title Vault: see interfaces/IVault.sol
abstract contract Vault is IVault, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    mapping(address payee => uint256) private _owed;
    uint256 private _owedTotal;

    /// @inheritdoc IVault
    function withdraw(address payee) external nonReentrant {
        _withdraw(payee, payee);
    }

    /// @inheritdoc IVault
    function withdrawTo(address to) external nonReentrant {
        _withdraw(msg.sender, to);
    }

    /// @inheritdoc IVault
    function sweep(address token) external nonReentrant {
        uint256 surplus = IERC20(token).balanceOf(address(this));
        address to;
        if (token == _currency()) {
            surplus -= _reserved();
            to = _surplusReceiver();
        } else {
            to = IProjectFactory(_factory()).treasury();
        }
        if (surplus == 0) revert Vault_NothingToSweep(token);
        emit Swept(token, to, surplus);
        IERC20(token).safeTransfer(to, surplus);
        if (IERC20(_currency()).balanceOf(address(this)) < _reserved()) revert Vault_SweepsWhatIsOwed(token);
    }

    /// @inheritdoc IVault
    function owedTo(address payee) external view returns (uint256) {
        return _owed[payee];
    }

    /// @inheritdoc IVault
    function reserved() external view returns (uint256) {
        return _reserved();
    }

    /// @dev Takes `amount` from `from` and makes sure that exactly this much arrived (PROTOCOL 3.5, K2, K11).
    function _receive(address currency, address from, uint256 amount) internal {
        uint256 before = IERC20(currency).balanceOf(address(this));
        IERC20(currency).safeTransferFrom(from, address(this), amount);
        uint256 received = IERC20(currency).balanceOf(address(this)) - before;
        if (received != amount) revert Vault_WrongAmountReceived(amount, received);
    }

    /// @dev Pays `payee`, or owes it. The caller has struck `amount` off its own books before: whoever is called in
    /// between finds them as after the payment.
    function _pay(address currency, address payee, uint256 amount) internal {
        if (amount == 0) return;
        if (Payment.tryTransfer(currency, payee, amount)) {
            emit Paid(payee, payee, amount);
        } else {
            _owed[payee] += amount;
            _owedTotal += amount;
            emit PaymentFailed(payee, amount);
        }
    }

    /// @dev What the contract holds for others. Those that hold more than what is owed add it.
    function _reserved() internal view virtual returns (uint256) {
        return _owedTotal;
    }

    function _currency() internal view virtual returns (address);

    function _factory() internal view virtual returns (address);

    function _surplusReceiver() internal view virtual returns (address);

    function _withdraw(address payee, address to) private {
        uint256 amount = _owed[payee];
        if (amount == 0) revert Vault_NothingOwed(payee);
        _owed[payee] = 0;
        _owedTotal -= amount;
        emit Paid(payee, to, amount);
        if (!Payment.tryTransfer(_currency(), to, amount)) revert Vault_PaymentRefused(to, amount);
    }
}
