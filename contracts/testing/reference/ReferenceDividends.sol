// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @notice A token that pays dividends in the manner of ERC-1726, on OpenZeppelin's ERC-20: dividends per share are
/// magnified, and every move of shares corrects what sender and receiver have earned before.
contract ReferenceDividends is ERC20 {
    using SafeERC20 for IERC20;

    int256 private constant MAGNITUDE = 2 ** 128;

    IERC20 private _currency;
    int256 private _magnifiedPerShare;
    mapping(address holder => int256) private _magnifiedCorrections;
    mapping(address holder => uint256) private _withdrawn;

    event DividendsDistributed(address indexed from, uint256 amount);
    event DividendWithdrawn(address indexed to, uint256 amount);

    constructor() ERC20("Reference", "REF") {}

    function initialize(IERC20 currency) external {
        _currency = currency;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function distribute(uint256 amount) external {
        _magnifiedPerShare += int256(amount) * MAGNITUDE / int256(totalSupply());
        emit DividendsDistributed(msg.sender, amount);
        _currency.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @notice Pays each holder what it can withdraw.
    function pushDividends(address[] calldata holders) external {
        for (uint256 i; i < holders.length; ++i) {
            _withdraw(holders[i]);
        }
    }

    function withdrawDividend() external {
        _withdraw(msg.sender);
    }

    function withdrawableDividendOf(address holder) public view returns (uint256) {
        int256 magnified = _magnifiedPerShare * int256(balanceOf(holder)) + _magnifiedCorrections[holder];
        return uint256(magnified / MAGNITUDE) - _withdrawn[holder];
    }

    function decimals() public pure override returns (uint8) {
        return 0;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        int256 magnified = _magnifiedPerShare * int256(amount);
        if (from != address(0)) _magnifiedCorrections[from] += magnified;
        if (to != address(0)) _magnifiedCorrections[to] -= magnified;
    }

    function _withdraw(address holder) private {
        uint256 amount = withdrawableDividendOf(holder);
        if (amount == 0) return;
        _withdrawn[holder] += amount;
        emit DividendWithdrawn(holder, amount);
        _currency.safeTransfer(holder, amount);
    }
}
