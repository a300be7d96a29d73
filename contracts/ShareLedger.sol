// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {IShareToken} from "./interfaces/IShareToken.sol";
import {HolderAccount, HolderAccounts} from "./libraries/HolderAccount.sol";
import {RoyaltyIndex} from "./libraries/RoyaltyIndex.sol";

/// @title ShareLedger
/// @notice The ERC-20 side of the ShareToken: who holds how many shares, and, settled at every move, what each has
/// earned. ERC-20, ERC-2612, ERC-5267, ERC-7572, ERC-165 (PROTOCOL 6.1).
/// @dev Not OpenZeppelin's ERC20, whose balances fill a slot each: here the royalty account shares it (see
/// HolderAccount).
abstract contract ShareLedger is IShareToken, IERC20Errors, ERC165, EIP712, Nonces {
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    uint256 private constant MAX_SUPPLY = type(uint48).max;

    RoyaltyIndex private _index;
    mapping(address holder => HolderAccount) private _accounts;
    /// @dev Whole units settled and not paid, where the account has the flag OWED.
    mapping(address holder => uint256) private _owed;
    mapping(address owner => mapping(address spender => uint256)) private _allowances;

    /// @dev The domain's name and version are the same for all shares; its address is not.
    constructor() EIP712("Coprod share", "1") {}

    function transfer(address to, uint256 shares) external returns (bool) {
        _transfer(msg.sender, to, shares);
        return true;
    }

    function transferFrom(address from, address to, uint256 shares) external returns (bool) {
        uint256 allowed = _allowances[from][msg.sender];
        if (allowed != type(uint256).max) {
            if (allowed < shares) revert ERC20InsufficientAllowance(msg.sender, allowed, shares);
            _allowances[from][msg.sender] = allowed - shares;
        }
        _transfer(from, to, shares);
        return true;
    }

    function approve(address spender, uint256 shares) external returns (bool) {
        _approve(msg.sender, spender, shares);
        return true;
    }

    /// @notice ERC-2612; the owner may also be a contract that implements ERC-1271 (65-byte signatures).
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
    {
        if (block.timestamp > deadline) revert ShareToken_PermitExpired(deadline);
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline)));
        // ECDSA first: a wallet that delegates by EIP-7702 has code, and still its key.
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecover(digest, v, r, s);
        bool byKey = problem == ECDSA.RecoverError.NoError && signer == owner;
        if (!byKey && !SignatureChecker.isValidERC1271SignatureNow(owner, digest, abi.encodePacked(r, s, v))) {
            revert ShareToken_WrongSigner(owner);
        }
        _approve(owner, spender, value);
    }

    function allowance(address owner, address spender) external view returns (uint256) {
        return _allowances[owner][spender];
    }

    function totalSupply() external view returns (uint256) {
        return _index.supply();
    }

    function decimals() external pure returns (uint8) {
        return 0;
    }

    function name() external view returns (string memory text) {
        (,,, text) = abi.decode(Clones.fetchCloneArgs(address(this)), (address, address, uint256, string));
    }

    function symbol() external view returns (string memory text) {
        (,,,, text) = abi.decode(Clones.fetchCloneArgs(address(this)), (address, address, uint256, string, string));
    }

    /// @notice ERC-7572 metadata.
    function contractURI() external view returns (string memory text) {
        (,,,,, text) =
            abi.decode(Clones.fetchCloneArgs(address(this)), (address, address, uint256, string, string, string));
    }

    /// @notice What one share has earned since the beginning, in 2^-48 currency units.
    function index() external view returns (uint256) {
        return _index.value();
    }

    // solhint-disable-next-line func-name-mixedcase
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    function nonces(address owner) public view override(IERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function balanceOf(address holder) public view returns (uint256) {
        return _accounts[holder].balance();
    }

    /// @notice True once the supply is fixed and shares can move.
    function transfersOpen() public view returns (bool) {
        return _index.transfersOpen();
    }

    function supportsInterface(bytes4 id) public view override returns (bool) {
        return id == type(IERC20).interfaceId || id == type(IERC20Metadata).interfaceId
            || id == type(IERC20Permit).interfaceId || id == type(IERC5267).interfaceId || super.supportsInterface(id);
    }

    // --- for the ShareToken ---

    function _mint(address to, uint256 shares) internal {
        RoyaltyIndex index_ = _index;
        if (index_.transfersOpen()) revert ShareToken_SupplyFixed();
        uint256 supply = index_.supply() + shares;
        if (supply > MAX_SUPPLY) revert ShareToken_SupplyAboveMaximum(supply, MAX_SUPPLY);
        _index = index_.mint(shares);
        _receive(to, shares, index_.value());
        emit Transfer(address(0), to, shares);
    }

    function _burn(address from, uint256 shares) internal {
        RoyaltyIndex index_ = _index;
        _index = index_.burn(shares);
        _spend(from, shares, index_.value());
        emit Transfer(from, address(0), shares);
    }

    function _openTransfers() internal {
        _index = _index.openTransfers();
        emit TransfersOpened(_index.supply());
    }

    /// @dev Shares `amount` among the holders of this moment; returns the new index.
    function _addRoyalties(uint256 amount) internal returns (uint256) {
        _index = _index.addDown(amount);
        return _index.value();
    }

    /// @dev Strikes all whole units that `holder` has earned off its account, and returns them. Leaves an account without
    /// any as it is, so that it never changes without an event: a mirror can follow every fraction.
    function _takeEarned(address holder) internal returns (uint256 earned) {
        HolderAccount account = _accounts[holder];
        HolderAccount settled;
        (settled, earned) = account.settleDown(_index.value());
        if (account.has(HolderAccounts.OWED)) {
            earned += _owed[holder];
            _owed[holder] = 0;
            settled = settled.clear(HolderAccounts.OWED);
        }
        if (earned != 0) _accounts[holder] = settled;
    }

    /// @dev Puts back what could not be paid.
    function _owe(address holder, uint256 amount) internal {
        _owed[holder] += amount;
        _accounts[holder] = _accounts[holder].set(HolderAccounts.OWED);
    }

    function _setPush(address holder, bool accepted) internal {
        (uint256 on, uint256 off) = accepted
            ? (HolderAccounts.PUSH_ACCEPTED, HolderAccounts.PUSH_REFUSED)
            : (HolderAccounts.PUSH_REFUSED, HolderAccounts.PUSH_ACCEPTED);
        _accounts[holder] = _accounts[holder].set(on).clear(off);
    }

    function _earned(address holder) internal view returns (uint256 earned) {
        (, earned) = _accounts[holder].settleDown(_index.value());
        earned += _owed[holder];
    }

    function _account(address holder) internal view returns (HolderAccount) {
        return _accounts[holder];
    }

    function _owedOf(address holder) internal view returns (uint256) {
        return _owed[holder];
    }

    // --- inside ---

    function _transfer(address from, address to, uint256 shares) private {
        RoyaltyIndex index_ = _index;
        if (!index_.transfersOpen()) revert ShareToken_TransfersClosed();
        _spend(from, shares, index_.value());
        _receive(to, shares, index_.value());
        emit Transfer(from, to, shares);
    }

    function _spend(address from, uint256 shares, uint256 newIndex) private {
        HolderAccount account = _accounts[from];
        if (account.balance() < shares) revert ERC20InsufficientBalance(from, account.balance(), shares);
        _accounts[from] = _settle(from, account, newIndex).debit(shares);
    }

    function _receive(address to, uint256 shares, uint256 newIndex) private {
        // What this contract held could never claim.
        if (to == address(0) || to == address(this)) revert ERC20InvalidReceiver(to);
        HolderAccount account = _accounts[to];
        // A transfer of nothing is anybody's to make, even before a contract stands at its address.
        if (shares != 0 && !account.has(HolderAccounts.SEEN)) account = _firstSight(to, account);
        _accounts[to] = _settle(to, account, newIndex).credit(shares);
    }

    /// @dev Looks at the receiver's code once and for all: doing so at each payout costs 2,600 gas more. An EIP-7702
    /// delegation (0xef0100 and an address) makes no contract of a wallet.
    function _firstSight(address to, HolderAccount account) private view returns (HolderAccount) {
        account = account.set(HolderAccounts.SEEN);
        uint256 size = to.code.length;
        bool isWallet = size == 0 || (size == 23 && bytes3(to.code) == 0xef0100);
        return isWallet ? account : account.set(HolderAccounts.IS_CONTRACT);
    }

    function _settle(address holder, HolderAccount account, uint256 newIndex) private returns (HolderAccount) {
        if (account.index() == newIndex) return account;
        (HolderAccount settled, uint256 earned) = account.settleDown(newIndex);
        if (earned == 0) return settled;
        _owed[holder] += earned;
        return settled.set(HolderAccounts.OWED);
    }

    function _approve(address owner, address spender, uint256 shares) private {
        if (spender == address(0)) revert ERC20InvalidSpender(spender);
        _allowances[owner][spender] = shares;
        emit Approval(owner, spender, shares);
    }
}
