// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `glyph-mlp`. */
export const glyphMlp: readonly Reference[] = [
  {
    task: "glyph-mlp",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "3f6306777e3b8ea1",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 50,
        setting: {
          scale: 26.438355252791887,
          decay: 0.0001871060964875795,
          hyperparameters: {
            beta1: 0.6835772399952015,
            beta2: 0.9997164379521124,
          },
        },
        loss: 0.6059378935024142,
        deviation: 0.018818878580301002,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 24.10169735740443,
          decay: 0.00029746764177872396,
          hyperparameters: {
            beta1: 0.7590672758532065,
            beta2: 0.9996944270838912,
          },
        },
        loss: 0.4591569930780679,
        deviation: 0.02563713244342415,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 26.438355252792018,
          decay: 0.00006593518933355092,
          hyperparameters: {
            beta1: 0.8374328053152995,
            beta2: 0.9992638839972253,
          },
        },
        loss: 0.34478760603815317,
        deviation: 0.022451427487593278,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 21.67425186310734,
          decay: 0.00036681979105660065,
          hyperparameters: {
            beta1: 0.5864752903469324,
            beta2: 0.9996927407962987,
          },
        },
        loss: 0.23991047486197203,
        deviation: 0.020449615073074,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 17.849499109643578,
          decay: 0.00011488513381936392,
          hyperparameters: {
            beta1: 0.7202902069657232,
            beta2: 0.9996265290296606,
          },
        },
        loss: 0.15883309420314617,
        deviation: 0.01748759213519266,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 26.438355252792018,
          decay: 0.00006593518933355092,
          hyperparameters: {
            beta1: 0.8374328053152995,
            beta2: 0.9992638839972253,
          },
        },
        loss: 0.34478760603815317,
        deviation: 0.022451427487593278,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 28.223382585180975,
          decay: 0.00010698489700708412,
          hyperparameters: {
            beta1: 0.8229908629089403,
            beta2: 0.9986138276616475,
          },
        },
        loss: 0.34341149718966335,
        deviation: 0.027371286974453343,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 80.69400859579979,
          decay: 0.00042943978394691335,
          hyperparameters: {
            beta1: 0.7614280136177332,
            beta2: 0.9932624127895399,
          },
        },
        loss: 0.4068912295624614,
        deviation: 0.02279979371188224,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 10.05015383895959,
          decay: 0.000032490697825129647,
          hyperparameters: {
            beta: 0.891164859633978,
          },
        },
        loss: 0.3881644259672612,
        deviation: 0.03126074621406799,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 3.7251595414636918,
          decay: 0.0017109387902612889,
          hyperparameters: {
            learning_rate: 0.017832668002032485,
            momentum: 0.8625451183380137,
            adam_learning_rate: 0.024461747649641322,
            beta1: 0.8333946497909385,
            beta2: 0.9993422360358406,
          },
        },
        loss: 0.20861636940389872,
        deviation: 0.010948320579462816,
        edges: [],
      },
    },
  },
  {
    task: "glyph-mlp",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "5101b29f8ddad06a",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 14.96914154862735,
          decay: 0.009882343098525015,
          hyperparameters: {
            beta1: 0.810803160021764,
            beta2: 0.99958182764156,
          },
        },
        loss: 0.6862149859662168,
        deviation: 0.04449025073973457,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 13.73942139878687,
          decay: 0.0004885185976410307,
          hyperparameters: {
            beta1: 0.7875451437814244,
            beta2: 0.9994692012873043,
          },
        },
        loss: 0.5148720710712951,
        deviation: 0.03281240927073571,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 11.996246942865499,
          decay: 0.00010471128181799104,
          hyperparameters: {
            beta1: 0.6563143481034798,
            beta2: 0.9989870762256028,
          },
        },
        loss: 0.41369589795795036,
        deviation: 0.04762312266210386,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 10.64204708834425,
          decay: 0.000533522920184864,
          hyperparameters: {
            beta1: 0.7688206983845287,
            beta2: 0.9995410251555606,
          },
        },
        loss: 0.30524302376579726,
        deviation: 0.05664009922742811,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 7.140069742179134,
          decay: 0.00001700882313086438,
          hyperparameters: {
            beta1: 0.9485300442726706,
            beta2: 0.9995833590422655,
          },
        },
        loss: 0.22813900006985932,
        deviation: 0.058458792685498535,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 11.996246942865499,
          decay: 0.00010471128181799104,
          hyperparameters: {
            beta1: 0.6563143481034798,
            beta2: 0.9989870762256028,
          },
        },
        loss: 0.41369589795795036,
        deviation: 0.04762312266210386,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 12.072048142385285,
          decay: 0.00005361021437048957,
          hyperparameters: {
            beta1: 0.4918929799679287,
            beta2: 0.9986864003835153,
          },
        },
        loss: 0.4062642499266076,
        deviation: 0.048974424177471235,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 33.07660876454113,
          decay: 0.057758462844115524,
          hyperparameters: {
            beta1: 0.8202409806300724,
            beta2: 0.9850073865471886,
          },
        },
        loss: 0.455599615801475,
        deviation: 0.052063768089655425,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 10.643452798273286,
          decay: 0.000022966644766608404,
          hyperparameters: {
            beta: 0.6959785492623138,
          },
        },
        loss: 0.45615128439567343,
        deviation: 0.035515521400192346,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 0.6209765589752553,
          decay: 0.0003418538836311681,
          hyperparameters: {
            learning_rate: 0.02777124438280755,
            momentum: 0.973264695477275,
            adam_learning_rate: 0.018243683393562752,
            beta1: 0.818999551121249,
            beta2: 0.9988746826412508,
          },
        },
        loss: 0.3083590790920425,
        deviation: 0.05538206843184663,
        edges: [],
      },
    },
  },
  {
    task: "glyph-mlp",
    size: 10,
    horizon: 400,
    batch: 64,
    fingerprint: "24ed28484b00b00c",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 17.528190705536673,
          decay: 0.0013663702433551563,
          hyperparameters: {
            beta1: 0.6768669495516191,
            beta2: 0.9993957753219015,
          },
        },
        loss: 0.16787891602143645,
        deviation: 0.030378513954721915,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 14.369669233348324,
          decay: 0.00006754443440057454,
          hyperparameters: {
            beta1: 0.8431933472475,
            beta2: 0.9995053982622826,
          },
        },
        loss: 0.08559831060119905,
        deviation: 0.008187586430094469,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 11.941892604505668,
          decay: 0.0009740394364442248,
          hyperparameters: {
            beta1: 0.7875451437814238,
            beta2: 0.9992023671061439,
          },
        },
        loss: 0.039419987828296144,
        deviation: 0.0076510598849293876,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 11.726926882991497,
          decay: 0.0002719282890484581,
          hyperparameters: {
            beta1: 0.8419800256467072,
            beta2: 0.9995614991464371,
          },
        },
        loss: 0.025102453933868674,
        deviation: 0.003549207088551071,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 400,
        setting: {
          scale: 14.369669233348324,
          decay: 0.00006754443440057454,
          hyperparameters: {
            beta1: 0.8431933472475,
            beta2: 0.9995053982622826,
          },
        },
        loss: 0.08559831060119905,
        deviation: 0.008187586430094469,
        edges: [],
      },
      nadamw: {
        horizon: 400,
        setting: {
          scale: 18.968300733541522,
          decay: 0.000023123422500940753,
          hyperparameters: {
            beta1: 0.8796793792900106,
            beta2: 0.9991420279708669,
          },
        },
        loss: 0.07824802907998674,
        deviation: 0.010520256257075795,
        edges: [],
      },
      lion: {
        horizon: 400,
        setting: {
          scale: 44.158263000234015,
          decay: 0.14251051160410533,
          hyperparameters: {
            beta1: 0.7663068273081278,
            beta2: 0.9926859508092688,
          },
        },
        loss: 0.10567968647228554,
        deviation: 0.015407468149556935,
        edges: [],
      },
      nesterov: {
        horizon: 400,
        setting: {
          scale: 6.133597006782985,
          decay: 0.000017315091707639193,
          hyperparameters: {
            beta: 0.9301794268771827,
          },
        },
        loss: 0.10163885881775059,
        deviation: 0.015784636633221293,
        edges: [],
      },
      muon: {
        horizon: 400,
        setting: {
          scale: 2.2339473173977265,
          decay: 0.00023482385278071003,
          hyperparameters: {
            learning_rate: 0.011026891423188563,
            momentum: 0.7798978314365475,
            adam_learning_rate: 0.0285177560585621,
            beta1: 0.8113952801584277,
            beta2: 0.9992582152512214,
          },
        },
        loss: 0.043822668067150516,
        deviation: 0.008759009165837781,
        edges: [],
      },
    },
  },
  {
    task: "glyph-mlp",
    size: 100,
    horizon: 900,
    batch: 64,
    fingerprint: "8d72ad7e1a0f33ff",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 450,
        setting: {
          scale: 14.272117665342805,
          decay: 0.000014844095696639791,
          hyperparameters: {
            beta1: 0.8725393257648153,
            beta2: 0.9997541598232839,
          },
        },
        loss: 0.051480931986588985,
        deviation: 0.017849875066015798,
        edges: [],
      },
      {
        horizon: 900,
        setting: {
          scale: 6.461201166345457,
          decay: 0.00003216819567852318,
          hyperparameters: {
            beta1: 0.8499111069637026,
            beta2: 0.9997172171395676,
          },
        },
        loss: 0.021033419921877794,
        deviation: 0.0048626927498419785,
        edges: [],
      },
      {
        horizon: 1800,
        setting: {
          scale: 6.490609763963781,
          decay: 0.0009978122984626364,
          hyperparameters: {
            beta1: 0.7950734468337117,
            beta2: 0.9994640646122692,
          },
        },
        loss: 0.017168500960906385,
        deviation: 0.012250047994100064,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 900,
        setting: {
          scale: 6.461201166345457,
          decay: 0.00003216819567852318,
          hyperparameters: {
            beta1: 0.8499111069637026,
            beta2: 0.9997172171395676,
          },
        },
        loss: 0.021033419921877794,
        deviation: 0.0048626927498419785,
        edges: [],
      },
      nadamw: {
        horizon: 900,
        setting: {
          scale: 8.528937224158515,
          decay: 0.000014844095696639852,
          hyperparameters: {
            beta1: 0.8848340395333476,
            beta2: 0.9995094643506734,
          },
        },
        loss: 0.020982250076485798,
        deviation: 0.010607405625304985,
        edges: [],
      },
      lion: {
        horizon: 900,
        setting: {
          scale: 43.95818432730135,
          decay: 0.17362960287013082,
          hyperparameters: {
            beta1: 0.7406373512962265,
            beta2: 0.993110075710766,
          },
        },
        loss: 0.0481274309422588,
        deviation: 0.0059680234865430335,
        edges: [],
      },
      nesterov: {
        horizon: 900,
        setting: {
          scale: 6.133597006782985,
          decay: 0.000017315091707639193,
          hyperparameters: {
            beta: 0.9301794268771827,
          },
        },
        loss: 0.025186405026033754,
        deviation: 0.012746138907346334,
        edges: [],
      },
      muon: {
        horizon: 900,
        setting: {
          scale: 1.7483143138568322,
          decay: 0.00008876540861530955,
          hyperparameters: {
            learning_rate: 0.008569760880188647,
            momentum: 0.8404491380613683,
            adam_learning_rate: 0.019400946852675335,
            beta1: 0.8789039346484486,
            beta2: 0.9995481992289198,
          },
        },
        loss: 0.010999088453900185,
        deviation: 0.00885937538079091,
        edges: [],
      },
    },
  },
];
