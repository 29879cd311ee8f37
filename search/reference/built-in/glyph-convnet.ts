// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `glyph-convnet`. */
export const glyphConvnet: readonly Reference[] = [
  {
    task: "glyph-convnet",
    size: 1,
    horizon: 250,
    batch: 64,
    fingerprint: "84c641326fa47b05",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 63,
        setting: {
          scale: 47.121211160856035,
          decay: 0.00001151370192533924,
          hyperparameters: {
            beta1: 0.807863938657126,
            beta2: 0.9995026688293728,
          },
        },
        loss: 0.45141365251038224,
        deviation: 0.04440405453154334,
        edges: [],
      },
      {
        horizon: 125,
        setting: {
          scale: 57.47867693339308,
          decay: 0.00001151370192533924,
          hyperparameters: {
            beta1: 0.779197403682429,
            beta2: 0.9988585323203663,
          },
        },
        loss: 0.3372107562609017,
        deviation: 0.03364011815981322,
        edges: [],
      },
      {
        horizon: 250,
        setting: {
          scale: 58.53231574106628,
          decay: 0.000012940696511474669,
          hyperparameters: {
            beta1: 0.8756060781191852,
            beta2: 0.999320656440181,
          },
        },
        loss: 0.27413147006882355,
        deviation: 0.029838757320227942,
        edges: [],
      },
      {
        horizon: 500,
        setting: {
          scale: 32.543872068324994,
          decay: 0.000038722859353656465,
          hyperparameters: {
            beta1: 0.7814314923543992,
            beta2: 0.9988616689082949,
          },
        },
        loss: 0.2221013423986733,
        deviation: 0.023442637505156523,
        edges: [],
      },
      {
        horizon: 1000,
        setting: {
          scale: 21.971556473679524,
          decay: 0,
          hyperparameters: {
            beta1: 0.8793828257591605,
            beta2: 0.9992060167253733,
          },
        },
        loss: 0.19815448959707282,
        deviation: 0.02733207296372248,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 250,
        setting: {
          scale: 58.53231574106628,
          decay: 0.000012940696511474669,
          hyperparameters: {
            beta1: 0.8756060781191852,
            beta2: 0.999320656440181,
          },
        },
        loss: 0.27413147006882355,
        deviation: 0.029838757320227942,
        edges: [],
      },
      nadamw: {
        horizon: 250,
        setting: {
          scale: 41.61455236106781,
          decay: 0,
          hyperparameters: {
            beta1: 0.8603143012817058,
            beta2: 0.9993764911471708,
          },
        },
        loss: 0.2666277434909716,
        deviation: 0.023482465029626847,
        edges: [],
      },
      lion: {
        horizon: 250,
        setting: {
          scale: 92.78815535724681,
          decay: 0.10150222313392136,
          hyperparameters: {
            beta1: 0.874797753918667,
            beta2: 0.973110361135912,
          },
        },
        loss: 0.2861487368354574,
        deviation: 0.03437575316363156,
        edges: [],
      },
      nesterov: {
        horizon: 250,
        setting: {
          scale: 10.326673914990097,
          decay: 0.000315604100279074,
          hyperparameters: {
            beta: 0.9418218155812131,
          },
        },
        loss: 0.2911610797746107,
        deviation: 0.02307151051319364,
        edges: [],
      },
      muon: {
        horizon: 250,
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
        loss: 0.25159598735626787,
        deviation: 0.01772509785592236,
        edges: [],
      },
    },
  },
  {
    task: "glyph-convnet",
    size: 1,
    horizon: 1000,
    batch: 8,
    fingerprint: "40435c3312c31d82",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 250,
        setting: {
          scale: 26.438355252792018,
          decay: 0.00006593518933355092,
          hyperparameters: {
            beta1: 0.8374328053152995,
            beta2: 0.9992638839972253,
          },
        },
        loss: 0.48827094795706216,
        deviation: 0.048844644185448115,
        edges: [],
      },
      {
        horizon: 500,
        setting: {
          scale: 15.037274616947245,
          decay: 0.0013485177454530168,
          hyperparameters: {
            beta1: 0.8990104715141434,
            beta2: 0.9979255742661273,
          },
        },
        loss: 0.38692179600548116,
        deviation: 0.050590714448349394,
        edges: [],
      },
      {
        horizon: 1000,
        setting: {
          scale: 20.48968105799101,
          decay: 0.007823022645591053,
          hyperparameters: {
            beta1: 0.9383751768263241,
            beta2: 0.9995468811612084,
          },
        },
        loss: 0.31443632683658507,
        deviation: 0.0450603886987506,
        edges: [],
      },
      {
        horizon: 2000,
        setting: {
          scale: 22.578455970754106,
          decay: 0.013978772912881927,
          hyperparameters: {
            beta1: 0.9419175735670544,
            beta2: 0.999696104116868,
          },
        },
        loss: 0.2579350346677529,
        deviation: 0.03552131067428207,
        edges: [],
      },
      {
        horizon: 4000,
        setting: {
          scale: 15.870548279678705,
          decay: 0.0034339821024427174,
          hyperparameters: {
            beta1: 0.9581380382688713,
            beta2: 0.9995748663826134,
          },
        },
        loss: 0.2117895504657099,
        deviation: 0.03331078460079529,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1000,
        setting: {
          scale: 20.48968105799101,
          decay: 0.007823022645591053,
          hyperparameters: {
            beta1: 0.9383751768263241,
            beta2: 0.9995468811612084,
          },
        },
        loss: 0.31443632683658507,
        deviation: 0.0450603886987506,
        edges: [],
      },
      nadamw: {
        horizon: 1000,
        setting: {
          scale: 19.228487950079508,
          decay: 0.006343976401225515,
          hyperparameters: {
            beta1: 0.855940482741411,
            beta2: 0.999269935558522,
          },
        },
        loss: 0.29810982149501797,
        deviation: 0.04594862069235621,
        edges: [],
      },
      lion: {
        horizon: 1000,
        setting: {
          scale: 52.29772128417067,
          decay: 0.021938412392499333,
          hyperparameters: {
            beta1: 0.7054145120045763,
            beta2: 0.9898893265504376,
          },
        },
        loss: 0.3448781496335869,
        deviation: 0.09349558498620902,
        edges: [],
      },
      nesterov: {
        horizon: 1000,
        setting: {
          scale: 8.283493646360938,
          decay: 0.0006855649151421223,
          hyperparameters: {
            beta: 0.8911648596339777,
          },
        },
        loss: 0.32778915600283653,
        deviation: 0.04659721520504647,
        edges: [],
      },
      muon: {
        horizon: 1000,
        setting: {
          scale: 0.7907969343018547,
          decay: 0.0007598317768991813,
          hyperparameters: {
            learning_rate: 0.03408100116849273,
            momentum: 0.9581094511659536,
            adam_learning_rate: 0.013378618925010593,
            beta1: 0.7057635380080661,
            beta2: 0.9994012622744505,
          },
        },
        loss: 0.29503890329942806,
        deviation: 0.055710066847634514,
        edges: [],
      },
    },
  },
  {
    task: "glyph-convnet",
    size: 10,
    horizon: 650,
    batch: 64,
    fingerprint: "15e04d976be98aa9",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 325,
        setting: {
          scale: 23.883785209011158,
          decay: 0.0001319275512848646,
          hyperparameters: {
            beta1: 0.8349072823104685,
            beta2: 0.9991357092754901,
          },
        },
        loss: 0.05060502193373395,
        deviation: 0.010940159221825401,
        edges: [],
      },
      {
        horizon: 650,
        setting: {
          scale: 35.29599581556711,
          decay: 0.0005194424698695842,
          hyperparameters: {
            beta1: 0.774032134265612,
            beta2: 0.9994426314080433,
          },
        },
        loss: 0.0379926380373945,
        deviation: 0.01165205236779822,
        edges: [],
      },
      {
        horizon: 1300,
        setting: {
          scale: 17.607971460564162,
          decay: 0.00006133386350090503,
          hyperparameters: {
            beta1: 0.8638868432973322,
            beta2: 0.9996412198131018,
          },
        },
        loss: 0.024862798154572374,
        deviation: 0.0070989186881699326,
        edges: [],
      },
      {
        horizon: 2600,
        setting: {
          scale: 14.369669233348219,
          decay: 0.000058555156104217915,
          hyperparameters: {
            beta1: 0.8877794751528294,
            beta2: 0.9992915412939894,
          },
        },
        loss: 0.017736602248987765,
        deviation: 0.0037556918468816215,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 650,
        setting: {
          scale: 35.29599581556711,
          decay: 0.0005194424698695842,
          hyperparameters: {
            beta1: 0.774032134265612,
            beta2: 0.9994426314080433,
          },
        },
        loss: 0.0379926380373945,
        deviation: 0.01165205236779822,
        edges: [],
      },
      nadamw: {
        horizon: 650,
        setting: {
          scale: 15.305068670628028,
          decay: 0.00020229205492370528,
          hyperparameters: {
            beta1: 0.7783090067263918,
            beta2: 0.9991735059102018,
          },
        },
        loss: 0.035978875483124284,
        deviation: 0.0020910642619547345,
        edges: [],
      },
      lion: {
        horizon: 650,
        setting: {
          scale: 60.960809420932115,
          decay: 0.17631492281753278,
          hyperparameters: {
            beta1: 0.8040939886404399,
            beta2: 0.9736082443918593,
          },
        },
        loss: 0.04279649200907443,
        deviation: 0.008658208091420478,
        edges: [],
      },
      nesterov: {
        horizon: 650,
        setting: {
          scale: 10.326673914990097,
          decay: 0.000315604100279074,
          hyperparameters: {
            beta: 0.9418218155812131,
          },
        },
        loss: 0.03978104390989756,
        deviation: 0.0027371558221343743,
        edges: [],
      },
      muon: {
        horizon: 650,
        setting: {
          scale: 3.0933054163435196,
          decay: 0.000990243976392534,
          hyperparameters: {
            learning_rate: 0.012705711905199518,
            momentum: 0.8977893497559665,
            adam_learning_rate: 0.017277887747628368,
            beta1: 0.909341724775145,
            beta2: 0.9995144078452434,
          },
        },
        loss: 0.03170175164268585,
        deviation: 0.0060962025299061565,
        edges: [],
      },
    },
  },
  {
    task: "glyph-convnet",
    size: 100,
    horizon: 600,
    batch: 64,
    fingerprint: "25fb1bcf673c7c5f",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 300,
        setting: {
          scale: 10.714786705869859,
          decay: 0.001658541640061788,
          hyperparameters: {
            beta1: 0.799264209078157,
            beta2: 0.9996261863202722,
          },
        },
        loss: 0.051185453397920355,
        deviation: 0.006957456954704694,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 10.714786705869859,
          decay: 0.001658541640061788,
          hyperparameters: {
            beta1: 0.799264209078157,
            beta2: 0.9996261863202722,
          },
        },
        loss: 0.0336408796501928,
        deviation: 0.002911843085412643,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 7.136058832671376,
          decay: 0.0004367499801217253,
          hyperparameters: {
            beta1: 0.8319293002590628,
            beta2: 0.9997946833179321,
          },
        },
        loss: 0.024129055105731823,
        deviation: 0.002862856809726757,
        edges: ["scale"],
      },
    ],
    bar: {
      adamw: {
        horizon: 600,
        setting: {
          scale: 10.714786705869859,
          decay: 0.001658541640061788,
          hyperparameters: {
            beta1: 0.799264209078157,
            beta2: 0.9996261863202722,
          },
        },
        loss: 0.0336408796501928,
        deviation: 0.002911843085412643,
        edges: [],
      },
      nadamw: {
        horizon: 600,
        setting: {
          scale: 4.604144034665581,
          decay: 0.0002494547940603312,
          hyperparameters: {
            beta1: 0.8810817012411833,
            beta2: 0.9996130155212075,
          },
        },
        loss: 0.03956985082186293,
        deviation: 0.004475327609464399,
        edges: [],
      },
      lion: {
        horizon: 600,
        setting: {
          scale: 74.02336217122817,
          decay: 0.31505293783185573,
          hyperparameters: {
            beta1: 0.8153553080307407,
            beta2: 0.9719707886498851,
          },
        },
        loss: 0.0586335863918066,
        deviation: 0.006396385512663957,
        edges: [],
      },
      nesterov: {
        horizon: 600,
        setting: {
          scale: 9.73606521248618,
          decay: 0.00032776015928156913,
          hyperparameters: {
            beta: 0.93713293767666,
          },
        },
        loss: 0.04641614890715573,
        deviation: 0.008707584815250623,
        edges: [],
      },
      muon: {
        horizon: 600,
        setting: {
          scale: 3.0933054163435196,
          decay: 0.000990243976392534,
          hyperparameters: {
            learning_rate: 0.012705711905199518,
            momentum: 0.8977893497559665,
            adam_learning_rate: 0.017277887747628368,
            beta1: 0.909341724775145,
            beta2: 0.9995144078452434,
          },
        },
        loss: 0.040592061675852165,
        deviation: 0.0010965372330449938,
        edges: [],
      },
    },
  },
];
