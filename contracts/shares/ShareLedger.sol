// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {RoyaltyIndexes} from "../libraries/RoyaltyIndex.sol";
import {Signature} from "../libraries/Signature.sol";
import {ShareAccounts} from "./ShareAccounts.sol";

/// @title ShareLedger
/// @notice The ERC-20 side of the ShareToken: ERC-20, ERC-2612, ERC-5267, ERC-7572, ERC-165 (PROTOCOL 6.1).
/// @dev Not OpenZeppelin's ERC20, whose balances fill a slot each: here the royalty account shares it (see
/// HolderAccount).
abstract contract ShareLedger is ShareAccounts, ERC165, EIP712, Nonces {
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    mapping(address owner => mapping(address spender => uint256)) private _allowances;

    /// @dev The domain's name and version are the same for all shares; its address is not.
    constructor() EIP712("Coprod share", "1") {}

    function transfer(address to, uint256 shares) external returns (bool) {
        _move(msg.sender, to, shares);
        return true;
    }

    function transferFrom(address from, address to, uint256 shares) external returns (bool) {
        uint256 allowed = _allowances[from][msg.sender];
        if (allowed != type(uint256).max) {
            if (allowed < shares) revert ERC20InsufficientAllowance(msg.sender, allowed, shares);
            _allowances[from][msg.sender] = allowed - shares;
        }
        _move(from, to, shares);
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
        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline));
        _requireSigned(owner, structHash, deadline, abi.encodePacked(r, s, v));
        _approve(owner, spender, value);
    }

    function allowance(address owner, address spender) external view returns (uint256) {
        return _allowances[owner][spender];
    }

    function totalSupply() public view returns (uint256) {
        return _globalWord().supply();
    }

    function decimals() external pure returns (uint8) {
        return 0;
    }

    function name() external view returns (string memory text) {
        (,,,, text) = abi.decode(_arguments(), (address, address, uint256, address, string));
    }

    function symbol() external view returns (string memory text) {
        (,,,,, text) = abi.decode(_arguments(), (address, address, uint256, address, string, string));
    }

    /// @notice ERC-7572 metadata.
    function contractURI() external view returns (string memory text) {
        (,,,,,, text) = abi.decode(_arguments(), (address, address, uint256, address, string, string, string));
    }

    // solhint-disable-next-line func-name-mixedcase
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    function nonces(address owner) public view override(IERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function balanceOf(address holder) public view returns (uint256) {
        return _account(holder).balance();
    }

    /// @notice True once the supply is fixed and shares can move.
    function transfersOpen() public view returns (bool) {
        return _globalWord().has(RoyaltyIndexes.TRANSFERS_OPEN);
    }

    function supportsInterface(bytes4 id) public view override returns (bool) {
        return id == type(IERC20).interfaceId || id == type(IERC20Metadata).interfaceId
            || id == type(IERC20Permit).interfaceId || id == type(IERC5267).interfaceId || super.supportsInterface(id);
    }

    function _requireSigned(address signer, bytes32 structHash, uint256 deadline, bytes memory signature)
        internal
        view
    {
        if (block.timestamp > deadline) revert ShareToken_SignatureExpired(deadline);
        if (!Signature.isBy(signer, _hashTypedDataV4(structHash), signature)) revert ShareToken_WrongSigner(signer);
    }

    /// @dev See CloneArguments.forShareToken for what they are.
    function _arguments() internal view returns (bytes memory) {
        return Clones.fetchCloneArgs(address(this));
    }

    function _approve(address owner, address spender, uint256 shares) private {
        if (spender == address(0)) revert ERC20InvalidSpender(spender);
        _allowances[owner][spender] = shares;
        emit Approval(owner, spender, shares);
    }
}
