// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IProducing} from "../interfaces/IProducing.sol";
import {IShareToken} from "../interfaces/IShareToken.sol";
import {WHOLE_BPS} from "../interfaces/ProjectTerms.sol";
import {Stages} from "./Stages.sol";

/// @title Questioning
/// @notice What the holders are asked, one thing at a time, and how their answer is read (PROTOCOL 4.2). The ShareToken
/// counts the objections, since they follow the shares.
abstract contract Questioning is IProducing, Stages {
    uint256 private constant READ_AGAIN_AFTER = 1 days;
    uint256 private constant LAPSES_AFTER = 14 days;
    /// @dev Rounds have 10 bits and no number twice: up to 200 for the producer, the rest for the holders, so that neither
    /// can use up those of the other. Asking and reading take at least a week: they last four years, and 15.
    uint256 private constant LAST_RELEASE_ROUND = 200;
    uint256 private constant LAST_ROUND = 1_023;

    enum Answer {
        Lapsed,
        Agreed,
        Marked,
        Objected
    }

    /// @inheritdoc IProducing
    function object() external {
        Question memory q = _question;
        if (q.round == 0) revert Campaign_NoQuestionOpen();
        if (block.timestamp >= q.objectionsUntil) revert Campaign_ObjectionsClosed(q.objectionsUntil);
        emit Objected(msg.sender, q.round);
        IShareToken(setup().shareToken).object(msg.sender);
    }

    // --- inside ---

    function _ask(Setup memory s, uint256 milestone, bool windsDown)
        internal
        returns (uint256 round, uint256 objectionsUntil)
    {
        round = windsDown ? LAST_RELEASE_ROUND + ++_windDownRounds : ++_releaseRounds;
        if (round > (windsDown ? LAST_ROUND : LAST_RELEASE_ROUND)) revert Campaign_RoundsUsedUp();
        objectionsUntil = block.timestamp + s.objectionSeconds;
        _question = Question(uint16(round), uint8(milestone), windsDown, uint40(objectionsUntil), 0);
        IShareToken(s.shareToken).setRound(round);
    }

    function _readAnswer(Setup memory s, Question memory q) internal returns (Answer) {
        if (q.round == 0) revert Campaign_NoQuestionOpen();
        if (block.timestamp < q.objectionsUntil) revert Campaign_ObjectionsOpen(q.objectionsUntil);
        if (block.timestamp < q.readAgainAt) revert Campaign_ReadAgainLater(q.readAgainAt);
        uint256 readableAt = q.readAgainAt == 0 ? q.objectionsUntil : q.readAgainAt;
        if (block.timestamp >= readableAt + LAPSES_AFTER) return Answer.Lapsed;

        (, uint256 objecting, uint256 supply) = IShareToken(s.shareToken).objections();
        if (objecting * WHOLE_BPS < supply * s.objectionBps) return Answer.Agreed;
        if (q.readAgainAt != 0) return Answer.Objected;
        uint256 readAgainAt = block.timestamp + READ_AGAIN_AFTER;
        _question.readAgainAt = uint40(readAgainAt);
        emit Marked(q.round, objecting, supply, readAgainAt);
        return Answer.Marked;
    }

    function _endQuestion(Setup memory s) internal {
        delete _question;
        IShareToken(s.shareToken).setRound(0);
    }
}
